"""Updates in and messages out: neither lost nor doubled."""
