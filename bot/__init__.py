"""Concilia: the assistant of the info points on work-family conciliation south-east of Milan."""
