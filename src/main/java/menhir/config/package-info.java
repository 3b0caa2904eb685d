/**
 * The settings of a node. They are read once, at start, into {@link menhir.config.Settings}: an invalid value stops the
 * start with one line that names the key, the value and what is allowed, and no other package reads a raw configuration.
 *
 * <p>Reading order: {@link menhir.config.Settings} (what there is), {@link menhir.config.SettingsReader} with {@link
 * menhir.config.NodeReader} and {@link menhir.config.StoresReader} (defaults that depend on other settings, and checks
 * across keys), {@link menhir.config.Values} (checks of one key), {@link menhir.config.KnownKeys} (misspelt keys), {@link
 * menhir.config.EffectiveSettings} (what {@code menhir config} prints).
 *
 * <p>The defaults are in {@code reference.conf}, the environment variables and descriptions in {@code application.conf}, and
 * the table in {@code docs/operating.md} is generated from both and from the error texts; {@code SettingsDocumentationTest}
 * fails if they differ.
 */
@NullMarked
package menhir.config;

import org.jspecify.annotations.NullMarked;
