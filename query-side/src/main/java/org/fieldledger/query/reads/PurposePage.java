package org.fieldledger.query.reads;

import jakarta.servlet.http.HttpServletRequest;
import org.fieldledger.access.NoMaterial;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Says once, for all pages until signing out, what one reads for. It stands in no address. */
@Controller
class PurposePage {

    @PostMapping("/purpose")
    @NoMaterial("Shows nothing: it keeps what was said and goes back to the page it was said on")
    String purpose(
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request) {
        var said = Reads.fit(purpose);
        if (said == null) request.getSession().removeAttribute(Reads.PURPOSE);
        else request.getSession().setAttribute(Reads.PURPOSE, said);
        return "redirect:" + (back != null && back.matches("/[A-Za-z0-9][A-Za-z0-9/._~?=&%:+-]*") ? back : "/");
    }
}
