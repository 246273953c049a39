"""What mail providers post to us, read and turned into bytes of mail or into what became of a mail of ours. No rows."""
