"""Import of profiles from CSV, XLSX and JSONL: `data.importing.run.import_profiles`."""
