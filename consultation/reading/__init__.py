"""All pages under /handreiking/ and the reader's own remarks: composes text, remarks and answers."""
