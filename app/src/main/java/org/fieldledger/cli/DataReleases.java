package org.fieldledger.cli;

import picocli.CommandLine.Command;

/** {@code ./fieldledger release}: datasets frozen under a name, made and made again. */
@Command(
        name = "release",
        description = "Makes releases of data, lists them, and makes them again to the byte.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ReleaseMaking.class, ReleaseList.class, ReleaseShown.class, ReleaseReproduction.class})
final class DataReleases {

    private DataReleases() {}
}
