"""The rights of the editors' side, by name (people.permissions gives them to the groups)."""

SEND = "newsletter.send_issue"
SEE_SUBSCRIPTIONS = "newsletter.view_subscription"
END_SUBSCRIPTIONS = "newsletter.change_subscription"
