"""Every word that people read: texts, labels, numbers and days in German and English."""
