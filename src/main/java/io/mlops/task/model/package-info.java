/**
 * The housing model: from a table to a trained model, its predictions, its registry's rules and the watch over its data.
 * It knows the JDK, opencsv, Jackson and its learning libraries, and no other room.
 */
@NullMarked
package io.mlops.task.model;

import org.jspecify.annotations.NullMarked;
