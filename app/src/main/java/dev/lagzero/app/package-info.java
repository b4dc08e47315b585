/** The program: command line, configuration, wiring of the stages, embedded servers, HTTP. */
package dev.lagzero.app;
