package io.mlops.task.http;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Block groups to request predictions for. */
public final class HousingRequests {
    public static final String ONE =
            "{\"MedInc\": 3.5, \"HouseAge\": 30, \"AveRooms\": 5.5, \"AveBedrms\": 1.05, \"Population\": 1200, "
                    + "\"AveOccup\": 2.8, \"Latitude\": 34.1, \"Longitude\": -118.2}";
    public static final String CSV = """
            MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude
            3.5,30,5.5,1.05,1200,2.8,34.1,-118.2
            4.5,20,6.0,1.02,900,2.9,37.7,-122.2
            """;

    private static final int SAMPLE_ROWS = 300;

    private HousingRequests() {}

    public static String with(String feature, String value) {
        return ONE.replaceAll("\"" + feature + "\": [-0-9.]+", "\"" + feature + "\": " + value);
    }

    /** Requests predictions for the first 300 rows of the sample, their income multiplied. */
    public static Response predictSample(double factor) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("sample-data/housing.csv"));
        StringBuilder rows = new StringBuilder(lines.get(0)).append('\n');
        for (String line : lines.subList(1, SAMPLE_ROWS + 1)) {
            int comma = line.indexOf(',');
            rows.append(factor * Double.parseDouble(line.substring(0, comma)))
                    .append(line.substring(comma))
                    .append('\n');
        }
        Response response =
                given().contentType("text/csv").body(rows.toString()).post("/batch_predict");
        response.then().statusCode(200);
        return response;
    }
}
