# Makes the rows of a C array from geodata/resolver/words.tsv: class, language, spellings, codes, the
# number of spellings, and 1 where they are folded already. Run it with LC_ALL=C: it looks at bytes.
#
# "0" stands between spellings. Letters are folded here as far as that is a matter of replacing one by
# another, so that the program need not do it at each start; the other rows it folds itself. The tests
# fold every spelling of the table anew and look it up.

BEGIN { FS = "\t" }

/^#/ || !header++ { next }

NF != 5 {
    print FILENAME ":" FNR ": 5 columns expected, " NF " found" | "cat >&2"
    exit 1
}

{
    gsub(/[\\"]/, "\\\\&")
    words = tolower($3)
    gsub(/'/, "", words)
    gsub(/-/, " ", words)
    gsub(/à|â|á/, "a", words)
    gsub(/é|è|ê|ë/, "e", words)
    gsub(/î|ï|ì|ı/, "i", words)
    gsub(/ô|ò|ö/, "o", words)
    gsub(/œ/, "oe", words)
    gsub(/ù|û|ü/, "u", words)
    gsub(/ç/, "c", words)
    gsub(/ş|š/, "s", words)
    gsub(/ğ/, "g", words)
    gsub(/أ|إ|آ/, "ا", words)
    gsub(/ؤ/, "و", words)
    gsub(/ئ|ى/, "ي", words)
    gsub(/ة/, "ه", words)
    gsub(/ء/, "", words)
    folded = words !~ /[^a-z |\200-\277\330\331]/ # only Latin letters, and Arabic ones
    count = 1 + gsub(/\|/, " 0 ", words)
    class = toupper($1)
    gsub(/-/, "_", class)
    printf "{MRS_WORD_%s, \"%s\", \"%s\", \"%s\", %d, %d},\n", class, $2, words, $4, count, folded
}
