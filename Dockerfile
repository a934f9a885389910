# One image per side: docker build --target command-side . (or query-side, or fieldledger, the whole without a database).
# UNTRIED: written on a machine without a container engine; the jars it starts were built and run there.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -ntp -Dmaven.test.skip -Dspotless.check.skip -Djacoco.skip -Dcyclonedx.skip -pl :fieldledger -am package
# Libraries change seldom, our own classes often: laid out so that only the last layer does.
RUN for program in command-side/target/command-side-*-exec.jar query-side/target/query-side-*-exec.jar app/target/fieldledger-exec.jar; do \
      side="$(basename "${program%-exec.jar}")" && side="${side%-[0-9]*}" && \
      java -Djarmode=tools -jar "$program" extract --destination "/programs/$side" && \
      mv "/programs/$side/$(basename "$program")" "/programs/$side/program.jar" || exit 1; \
    done

FROM eclipse-temurin:25-jre AS runtime
RUN useradd --system --uid 10001 --no-create-home fieldledger && mkdir --mode=700 /keys && chown fieldledger /keys
USER 10001
WORKDIR /fieldledger
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 --enable-native-access=ALL-UNNAMED"

FROM runtime AS command-side
COPY --from=build /programs/command-side/lib lib
COPY --from=build /programs/command-side/program.jar .
EXPOSE 8081
ENTRYPOINT ["java", "-jar", "program.jar"]

FROM runtime AS query-side
COPY --from=build /programs/query-side/lib lib
COPY --from=build /programs/query-side/program.jar .
EXPOSE 8082
ENTRYPOINT ["java", "-jar", "program.jar"]

FROM runtime AS fieldledger
COPY --from=build /programs/fieldledger/lib lib
COPY --from=build /programs/fieldledger/program.jar .
EXPOSE 8080
ENV FIELDLEDGER_HOME=/fieldledger/data SERVER_ADDRESS=0.0.0.0
ENTRYPOINT ["java", "-jar", "program.jar"]
CMD ["serve"]
