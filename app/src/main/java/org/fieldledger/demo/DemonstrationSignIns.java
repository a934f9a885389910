package org.fieldledger.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fieldledger.access.Accounts;
import org.fieldledger.access.Role;
import org.fieldledger.embedded.OwnerOnly;
import org.fieldledger.events.ResearcherCode;

/**
 * One sign-in per role. The password is shown at every start, so it is kept in a file that only its owner may read; it opens
 * nothing but invented data.
 */
final class DemonstrationSignIns {

    /** How somebody gets in, and as what. */
    record SignIn(String username, Role role) {}

    private static final List<SignIn> ALL = List.of(Role.values()).stream()
            .map(role -> new SignIn(code(role), role))
            .toList();

    private final Accounts accounts;

    DemonstrationSignIns(Accounts accounts) {
        this.accounts = accounts;
    }

    List<SignIn> all() {
        return ALL;
    }

    /** The password of all of them. Accounts that are missing are made; where the file was lost, all get a new password. */
    String password(Path home) {
        try {
            var file = home.resolve("demonstration-password");
            var kept = Files.exists(file);
            var password = OwnerOnly.password(file, accounts::readablePassword);
            var there = accounts.all().stream().map(Accounts.Account::username).collect(Collectors.toSet());
            for (var signIn : ALL)
                if (!there.contains(signIn.username()))
                    accounts.createForDemonstration(
                            signIn.username(), new ResearcherCode(signIn.username()), signIn.role(), password);
                else if (!kept) accounts.changePassword(signIn.username(), password);
            return password;
        } catch (IOException e) {
            throw new UncheckedIOException("The password of the demonstration's sign-ins cannot be kept", e);
        }
    }

    private static String code(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
