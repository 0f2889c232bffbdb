"""The words of requests, German and English, as folded keys: closed lists, no topic words."""
