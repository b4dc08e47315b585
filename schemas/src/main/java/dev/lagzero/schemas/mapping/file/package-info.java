/** Mappings as people write them: YAML to rules, with every problem named by line, key and cause. */
package dev.lagzero.schemas.mapping.file;
