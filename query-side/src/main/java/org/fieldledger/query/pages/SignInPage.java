package org.fieldledger.query.pages;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.fieldledger.access.Accounts;
import org.fieldledger.access.NoMaterial;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Getting in, and choosing a password of one's own. */
@Controller
@ConditionalOnWebApplication // the command line has no accounts to sign in with
class SignInPage {

    private final Accounts accounts;

    SignInPage(Accounts accounts) {
        this.accounts = accounts;
    }

    /** What led here stands in the address: {@code error}, {@code signed-out} or {@code changed}. */
    @NoMaterial("About the account of whoever asks")
    @GetMapping("/sign-in")
    String signIn(@RequestParam Map<String, String> parameters, Model page) {
        page.addAttribute("after", parameters.keySet());
        return "sign-in";
    }

    @NoMaterial("About the account of whoever asks")
    @GetMapping("/password")
    String password() {
        return "password";
    }

    /** Whoever has changed the password signs in with it: nothing that was opened with the old one stays open. */
    @NoMaterial("About the account of whoever asks")
    @PostMapping("/password")
    String change(
            @RequestParam String current,
            @RequestParam String password,
            @RequestParam String again,
            Authentication who,
            HttpServletRequest request,
            Model page)
            throws ServletException {
        if (!password.equals(again)) return refused(page, "The two new passwords are not the same.");
        if (!accounts.isPasswordOf(who.getName(), current)) return refused(page, "The present password is not right.");
        if (password.equals(current)) return refused(page, "Choose a password that is not the present one.");
        try {
            accounts.changePassword(who.getName(), password);
        } catch (IllegalArgumentException unfit) {
            return refused(page, unfit.getMessage() + ".");
        }
        request.logout();
        return "redirect:/sign-in?changed";
    }

    private static String refused(Model page, String reason) {
        page.addAttribute("refusal", reason);
        return "password";
    }
}
