package org.fieldledger.query.paper;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.springframework.stereotype.Component;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Prints papers: a template in {@code papers/} and what it is told become a PDF, or a page that can be read without a
 * network. What says the same is the same, byte for byte: no time or number is in it that is not in the imprint.
 */
@Component
public final class Press {

    private static final String SANS = "Noto Sans";
    private static final String MONO = "Noto Sans Mono";

    /** Says that the file can be read aloud in order (PDF/UA-1), and nothing that the properties say already. */
    private static final String ACCESSIBLE = """
            <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
            </rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """;

    private final TemplateEngine templates = templates();

    static {
        // It would write pieces of what it prints into the log, and these papers are about people.
        XRLog.setLoggingEnabled(false);
    }

    private static TemplateEngine templates() {
        var found = new ClassLoaderTemplateResolver(Press.class.getClassLoader());
        found.setPrefix("papers/");
        found.setSuffix(".xhtml");
        found.setTemplateMode(TemplateMode.HTML);
        found.setCharacterEncoding(StandardCharsets.UTF_8.name());
        var engine = new SpringTemplateEngine();
        engine.setTemplateResolver(found);
        return engine;
    }

    /** The paper as a page for a browser: one file, with no scripts, and nothing that is fetched. */
    public String page(String template, Imprint imprint, Map<String, Object> told) {
        var context = new Context(imprint.language(), told);
        context.setVariable("imprint", imprint);
        return templates.process(template, context);
    }

    /** The paper as a PDF. */
    public byte[] print(String template, Imprint imprint, Map<String, Object> told) {
        var builder = new PdfRendererBuilder();
        builder.withHtmlContent(page(template, imprint, told), null);
        builder.useFont(font("NotoSans-Regular"), SANS, 400, FontStyle.NORMAL, true);
        builder.useFont(font("NotoSans-Bold"), SANS, 700, FontStyle.NORMAL, true);
        builder.useFont(font("NotoSansMono-Regular"), MONO, 400, FontStyle.NORMAL, true);
        builder.usePdfUaAccessibility(true);
        builder.useExternalResourceAccessControl(
                (address, kind) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        try (var renderer = builder.buildPdfRenderer()) {
            renderer.layout();
            renderer.createPDFWithoutClosing();
            try (var paper = renderer.getPdfDocument()) {
                return sealed(paper, imprint);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A paper could not be printed", e);
        }
    }

    private static byte[] sealed(PDDocument paper, Imprint imprint) throws IOException {
        var properties = paper.getDocumentInformation();
        properties.setTitle(imprint.title());
        properties.setAuthor(imprint.author());
        properties.setProducer("Fieldledger");
        properties.setCreator("Fieldledger");
        var made = GregorianCalendar.from(imprint.made().atZone(ZoneOffset.UTC));
        properties.setCreationDate(made);
        properties.setModificationDate(made);
        imprint.marks().forEach(properties::setCustomMetadataValue);
        paper.getDocumentCatalog().setLanguage(imprint.language().toLanguageTag());
        paper.getDocumentCatalog().setMetadata(new PDMetadata(paper, stream(ACCESSIBLE)));
        // The file's own number would else be made from the clock.
        paper.setDocumentId(imprint.made().toEpochMilli());
        var bytes = new ByteArrayOutputStream();
        paper.save(bytes);
        return bytes.toByteArray();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static FSSupplier<InputStream> font(String name) {
        return () -> {
            var file = Press.class.getClassLoader().getResourceAsStream("fonts/" + name + ".ttf");
            if (file == null) throw new IllegalStateException("The font " + name + " is missing from this build");
            return file;
        };
    }
}
