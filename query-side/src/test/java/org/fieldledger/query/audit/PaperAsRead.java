package org.fieldledger.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.fieldledger.events.Sha256;

/**
 * A paper opened and read. Blanks do not count: a long code is broken over lines wherever the column ends.
 *
 * @param letters all that stands on its pages, without blanks
 */
record PaperAsRead(String letters) {

    /** Kept as a file too, to be looked at, where the system property {@code papers} names a folder. */
    static PaperAsRead of(byte[] pdf) throws IOException {
        var folder = System.getProperty("papers");
        if (folder != null) Files.write(Path.of(folder, Sha256.of(pdf).code().substring(0, 8) + ".pdf"), pdf);
        try (var paper = Loader.loadPDF(pdf)) {
            return new PaperAsRead(squeezed(new PDFTextStripper().getText(paper)));
        }
    }

    void says(String... words) {
        for (var some : words) assertThat(letters).contains(squeezed(some));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
