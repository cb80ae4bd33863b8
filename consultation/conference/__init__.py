"""The conference: a public page, limited places, sign-up without an account, a fair queue, and the door."""
