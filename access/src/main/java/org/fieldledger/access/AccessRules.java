package org.fieldledger.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** What a side opens, and to whom. Whatever no rule opens is denied to everybody. */
@FunctionalInterface
public interface AccessRules {

    /** In the order in which they are tried; the first that matches decides. */
    List<Rule> rules();

    /** A path pattern opened to roles; to everybody who has signed in where none is named. */
    record Rule(@Nullable HttpMethod method, String pattern, List<Role> roles) {

        public static Rule get(String pattern, Role... roles) {
            return new Rule(HttpMethod.GET, pattern, List.of(roles));
        }

        public static Rule post(String pattern, Role... roles) {
            return new Rule(HttpMethod.POST, pattern, List.of(roles));
        }
    }
}
