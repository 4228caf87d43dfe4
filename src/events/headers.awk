# Makes the rows of a C array from geodata/events/headers.tsv: whose tables, our column, the headers. Run
# it with LC_ALL=C.

BEGIN { FS = "\t" }

/^#/ || !header++ { next }

NF != 3 {
    print FILENAME ":" FNR ": 3 columns expected, " NF " found" | "cat >&2"
    exit 1
}

{
    gsub(/[\\"]/, "\\\\&")
    printf "{MRS_HEADERS_%s, MRS_COLUMN_%s, \"%s\"},\n", toupper($1), toupper($2), $3
}
