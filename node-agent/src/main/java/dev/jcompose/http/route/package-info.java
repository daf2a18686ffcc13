/**
 * The Docker Engine API, one class per noun: parse the request, call the engine, write the answer. No state and no decisions;
 * what differs between versions of the API is said here.
 */
@NullMarked
package dev.jcompose.http.route;

import org.jspecify.annotations.NullMarked;
