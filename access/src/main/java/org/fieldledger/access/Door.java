package org.fieldledger.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The door. Browsers sign in on a page and carry a session; programs send their credentials with every request and have
 * none. Everything is denied that a side's {@link AccessRules} do not open.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class Door {

    private static final String ONLY_OUR_OWN = String.join(
            "; ",
            "default-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");

    /** Brings the accounts' table to the present version; safe for several processes at once. */
    @Bean
    Flyway accessSetup(DataSource database) {
        return AccessSchema.migrate(database);
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return new RememberingPasswords(PasswordEncoderFactories.createDelegatingPasswordEncoder());
    }

    /** Programs: credentials with every request, no session, and so nothing for another site to ride on. */
    @Bean
    @Order(1)
    @DependsOn("accessSetup")
    SecurityFilterChain programs(HttpSecurity http, List<AccessRules> sides, DoorProblems problems) throws Exception {
        return http.securityMatcher(Door::sendsCredentials)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .httpBasic(basic -> basic.authenticationEntryPoint(problems))
                .exceptionHandling(refused -> refused.accessDeniedHandler(problems))
                .authorizeHttpRequests(requests -> open(requests, sides))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(ONLY_OUR_OWN)))
                .build();
    }

    /** Browsers: a page to sign in on, a session, and a token in every form. */
    @Bean
    @Order(2)
    @DependsOn("accessSetup")
    SecurityFilterChain browsers(HttpSecurity http, List<AccessRules> sides, DoorProblems problems) throws Exception {
        return http.formLogin(form -> form.loginPage("/sign-in").defaultSuccessUrl("/", false))
                .logout(leave -> leave.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?signed-out"))
                .csrf(Customizer.withDefaults())
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .authorizeHttpRequests(requests -> open(requests, sides))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(ONLY_OUR_OWN)))
                .build();
    }

    private static boolean sendsCredentials(HttpServletRequest request) {
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6);
    }

    private static void open(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            List<AccessRules> sides) {
        requests.requestMatchers("/sign-in", "/error", "/assets/**", "/webjars/**", "/favicon.ico")
                .permitAll();
        requests.requestMatchers(EndpointRequest.to("health")).permitAll();
        requests.requestMatchers(EndpointRequest.toAnyEndpoint()).hasAnyRole("ADMINISTRATOR", "REPORTING");
        requests.requestMatchers("/password", "/api/password").authenticated();
        requests.requestMatchers("/api/accounts/**").hasRole("ADMINISTRATOR");
        for (var side : sides)
            for (var rule : side.rules()) {
                var paths = rule.method() == null
                        ? requests.requestMatchers(rule.pattern())
                        : requests.requestMatchers(rule.method(), rule.pattern());
                var roles = rule.roles().isEmpty() ? List.of(Role.values()) : rule.roles();
                paths.hasAnyRole(roles.stream().map(Role::name).toArray(String[]::new));
            }
        requests.anyRequest().denyAll();
    }
}
