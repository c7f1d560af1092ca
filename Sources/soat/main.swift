print("soat")
