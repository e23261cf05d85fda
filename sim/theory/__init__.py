"""What the model says, declared once: equations, parameters, levers, outcomes, the order of a month, and the evidence."""
