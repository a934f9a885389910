package org.fieldledger.access;

import java.io.Serial;
import java.util.Collection;
import java.util.Set;
import org.fieldledger.events.ResearcherCode;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.UserDetails;

/** An account as the security framework carries it through a request. */
final class SignedInAccount implements UserDetails {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String username;
    private final String passwordHash;
    private final String researcherCode;
    private final Set<Role> roles;
    private final boolean enabled;
    private final boolean locked;
    private final boolean mustChangePassword;

    SignedInAccount(
            String username,
            String passwordHash,
            String researcherCode,
            Set<Role> roles,
            boolean enabled,
            boolean locked,
            boolean mustChangePassword) {
        this.username = username;
        this.passwordHash = passwordHash;
        this.researcherCode = researcherCode;
        this.roles = Set.copyOf(roles);
        this.enabled = enabled;
        this.locked = locked;
        this.mustChangePassword = mustChangePassword;
    }

    Actor actor() {
        return new Actor(new ResearcherCode(researcherCode), roles);
    }

    boolean mustChangePassword() {
        return mustChangePassword;
    }

    /** Until the one-time password has been changed, an account may do nothing else. */
    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return mustChangePassword
                ? AuthorityUtils.createAuthorityList("CHANGE_PASSWORD")
                : AuthorityUtils.createAuthorityList(
                        roles.stream().map(role -> "ROLE_" + role).toList());
    }

    @Override
    public String getPassword() {
        return passwordHash;
    }

    @Override
    public String getUsername() {
        return username;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public boolean isAccountNonLocked() {
        return !locked;
    }
}
