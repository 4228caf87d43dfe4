# Makes the rows of a C array from a table of two columns: a name, and spellings with '|' between them. Run
# it with LC_ALL=C.

BEGIN { FS = "\t" }

/^#/ || !header++ { next }

NF != 2 {
    print FILENAME ":" FNR ": 2 columns expected, " NF " found" | "cat >&2"
    exit 1
}

{
    gsub(/[\\"]/, "\\\\&")
    printf "{\"%s\", \"%s\"},\n", $1, $2
}
