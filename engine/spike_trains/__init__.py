"""When the neurons of spike sources spike: a file for each way to say so."""
