package org.fieldledger.query.reads;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import org.fieldledger.access.Material;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.access.ReadNotRecorded;
import org.fieldledger.query.Answer;
import org.fieldledger.query.Basis;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Sees to it that no endpoint forgets the access log. An endpoint that does not say whether it shows participant material is
 * not run. Of one that does, answers in the usual form and pages are recorded here; what writes for itself records itself;
 * and whatever has not been recorded does not get out.
 */
public final class NothingUnrecorded {

    /** In the request, the question of an endpoint that shows material. */
    private static final String MATERIAL = NothingUnrecorded.class.getName() + ".material";

    /** Lets no byte of a material answer out before it has been recorded. Errors are not answers. */
    @Component
    static class AtTheWayOut extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            chain.doFilter(request, new HttpServletResponseWrapper(response) {
                @Override
                public ServletOutputStream getOutputStream() throws IOException {
                    check();
                    return super.getOutputStream();
                }

                @Override
                public PrintWriter getWriter() throws IOException {
                    check();
                    return super.getWriter();
                }

                private void check() {
                    if (getStatus() < SC_BAD_REQUEST
                            && request.getAttribute(MATERIAL) != null
                            && request.getAttribute(Reads.RECORDED) == null) throw new ReadNotRecorded(null);
                }
            });
        }
    }

    /** Stops endpoints that say nothing of themselves, and records pages from what they are about to show. */
    @Component
    public static class AtTheEndpoint implements HandlerInterceptor {

        private final Reads reads;

        AtTheEndpoint(Reads reads) {
            this.reads = reads;
        }

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (!(handler instanceof HandlerMethod endpoint) || !oneOfOurs(endpoint)) return true;
            var material = AnnotatedElementUtils.findMergedAnnotation(endpoint.getMethod(), Material.class);
            if (material != null) request.setAttribute(MATERIAL, material.value());
            else if (!endpoint.hasMethodAnnotation(NoMaterial.class))
                throw new IllegalStateException(
                        "%s says neither @Material nor @NoMaterial".formatted(endpoint.getShortLogMessage()));
            return true;
        }

        @Override
        public void postHandle(
                HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page) {
            if (page == null
                    || !(request.getAttribute(MATERIAL) instanceof String question)
                    || request.getAttribute(Reads.RECORDED) != null) return;
            var rows = new ArrayList<Object>();
            page.getModel().values().forEach(value -> {
                if (value instanceof Answer<?>(Basis basis, var items, var next, var leftOut)) rows.addAll(items);
                else if (value instanceof Collection<?> some) rows.addAll(some);
            });
            if (page.getModel().get("basis") instanceof Basis basis) reads.shown(question, basis, rows);
        }

        private static boolean oneOfOurs(HandlerMethod endpoint) {
            return endpoint.getBeanType().getPackageName().startsWith("org.fieldledger.query");
        }
    }

    /** Records answers in the usual form. */
    @ControllerAdvice("org.fieldledger.query")
    @ConditionalOnWebApplication // the command line answers no requests
    static class AtTheAnswer implements ResponseBodyAdvice<Object> {

        private final Reads reads;
        private final HttpServletRequest request;

        /** @param request stands for whichever is being answered */
        AtTheAnswer(Reads reads, HttpServletRequest request) {
            this.reads = reads;
            this.request = request;
        }

        @Override
        public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
            return true;
        }

        @Override
        public @Nullable Object beforeBodyWrite(
                @Nullable Object body,
                MethodParameter returned,
                MediaType type,
                Class<? extends HttpMessageConverter<?>> converter,
                ServerHttpRequest asked,
                ServerHttpResponse answer) {
            if (body instanceof Answer<?>(Basis basis, var items, var next, var leftOut)
                    && request.getAttribute(MATERIAL) instanceof String question) reads.shown(question, basis, items);
            return body;
        }
    }

    private NothingUnrecorded() {}
}
