"""What developers run: the metric dictionary, benchmarks, the gallery, the mutation check. Nothing here ships."""
