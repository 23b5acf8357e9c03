"""Plain questions, answered only where they were wholly understood, with a receipt a number."""
