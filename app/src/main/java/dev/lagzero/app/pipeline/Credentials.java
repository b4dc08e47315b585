package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.RoleSettings;
import dev.lagzero.app.config.Secret;
import dev.lagzero.app.config.TargetSettings;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the target is and who we are there: the owner defines tables, the writer fills them. They may be one role.
 *
 * @param jdbcUrl without passwords
 */
public record Credentials(String jdbcUrl, Role owner, Role writer) {

    private static final Pattern USER = Pattern.compile("[?&]user=([^&]*)");

    /** A role and its password; an empty one means that the server asks for none. */
    public record Role(String user, Secret password) {}

    /** For a server of the user's: what the settings leave out comes from {@code PGUSER} and {@code PGPASSWORD}. */
    public static Credentials of(TargetSettings target, Map<String, String> environment) {
        Secret fromEnvironment = new Secret(environment.getOrDefault("PGPASSWORD", ""));
        Secret password = target.password().value().isEmpty() ? fromEnvironment : target.password();
        Role owner = new Role(user(target, environment), password);
        RoleSettings writer = target.writer();
        if (writer == null || writer.user() == null) {
            return new Credentials(target.url(), owner, owner);
        }
        return new Credentials(target.url(), owner, new Role(writer.user(), writer.password()));
    }

    /** For a server of the user's that another process has told of. */
    public static Credentials of(String jdbcUrl, Map<String, String> environment) {
        return of(TargetSettings.at(jdbcUrl), environment);
    }

    private static String user(TargetSettings target, Map<String, String> environment) {
        if (target.user() != null) {
            return target.user();
        }
        Matcher inUrl = USER.matcher(target.url());
        return inUrl.find() ? inUrl.group(1) : environment.getOrDefault("PGUSER", System.getProperty("user.name"));
    }

    /** For the server that runs beneath a process on a data directory; its passwords are in that directory. */
    public static Credentials embedded(String jdbcUrl, Path directory) {
        return new Credentials(
                jdbcUrl, role(directory, EmbeddedPostgres.OWNER), role(directory, EmbeddedPostgres.WRITER));
    }

    private static Role role(Path directory, String user) {
        return new Role(user, new Secret(EmbeddedPostgres.password(directory, user)));
    }
}
