"""The evidence: data tables with a schema, their reading, meta-analysis and figures."""
