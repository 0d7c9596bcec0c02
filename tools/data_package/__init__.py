"""The evidence tables as a data package to cite and a workbook: `python -m tools.data_package OUT`."""
