package io.mlops.task.time;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Names of months and their abbreviations, in English, German, French, Spanish, Italian, Portuguese and Dutch. Those that mean two
 * months, within a language or in two of these or their neighbours, are not among them, such as the French {@code jui} or {@code lis}, which is October
 * in Croatian and November in Polish.
 */
final class MonthNames {
    private static final String[] OF_MONTHS = {
        "january jan januar jän jänner janvier janv enero ene gennaio gen genn janeiro januari",
        "february feb februar feber février févr fév fevrier fevr febrero febbraio febb fevereiro fev februari",
        "march mar märz mär mrz maerz mars marzo março marco maart mrt",
        "april apr avril avr abril abr aprile",
        "may mai mayo maggio mag magg maio mei",
        "june jun juni juin junio giugno giu junho",
        "july jul juli juillet juil julio luglio lug julho",
        "august aug août aout agosto ago augustus",
        "september sep sept septembre septiembre settembre set sett setembro",
        "october oct oktober okt octobre octubre ottobre ott outubro out",
        "november nov novembre noviembre novembro",
        "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro"
    };

    private static final Map<String, Integer> MONTHS = new HashMap<>();

    static {
        for (int month = 1; month <= OF_MONTHS.length; month++) {
            for (String name : OF_MONTHS[month - 1].split(" ", -1)) {
                MONTHS.put(name, month);
            }
        }
    }

    private MonthNames() {}

    /** Returns the month of this name in any case, 0 if there is none. */
    static int month(String name) {
        return MONTHS.getOrDefault(name.toLowerCase(Locale.ROOT), 0);
    }
}
