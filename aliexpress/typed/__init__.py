"""What people and addresses give us as text, read strictly, with one sentence for each mistake."""
