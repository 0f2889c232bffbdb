"""What of saved searches goes elsewhere: mails and feeds."""
