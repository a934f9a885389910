package org.fieldledger.query;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer that is given as a whole rather than page by page, as JSON or as CSV; the same bytes wherever it is asked for. */
public interface WholeAnswer {

    /** The question it answers, by its name; a file of it is called the same. */
    String question();

    /** What a table has no room for: the basis the answer rests on, as HTTP headers. */
    Map<String, String> headers();

    void writeJson(Writer out) throws IOException;

    /** A line of names and a line for each row; several values in one field are parted by a semicolon. */
    void writeCsv(Writer out) throws IOException;

    /** Answers a request over HTTP. */
    default void send(HttpServletResponse response, boolean csv) throws IOException {
        headers().forEach(response::setHeader);
        response.setContentType((csv ? "text/csv" : "application/json") + ";charset=UTF-8");
        if (csv) response.setHeader("Content-Disposition", "attachment; filename=\"%s.csv\"".formatted(question()));
        var out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        if (csv) writeCsv(out);
        else writeJson(out);
        out.flush();
    }
}
