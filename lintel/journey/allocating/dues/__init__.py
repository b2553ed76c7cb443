"""What is due for the children a worker holds, by the day it is due: worked out from what is recorded."""
