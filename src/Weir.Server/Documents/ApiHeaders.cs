using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Weir.Server.Api;

namespace Weir.Server.Documents;

/// <summary>The headers that requests may carry and answers do.</summary>
internal static class ApiHeaders
{
    /// <summary>Adds the headers of an operation.</summary>
    public static void Complete(OpenApiOperation operation, IEnumerable<object> metadata, OpenApiDocument document)
    {
        var marks = metadata.OfType<EndpointMark>().ToHashSet();
        if (marks.Contains(EndpointMark.IdempotencyKey)) Idempotent(operation, document);
        if (marks.Contains(EndpointMark.ETag)) Tagged(operation);
        if (operation.Responses!.ContainsKey("412")) Asked(operation, "If-Match", "The ETag under which it was read: the change is made only while nobody else changed it.", "\"5f0c9a7be1d2438f\"");
        if (operation.Responses.ContainsKey("304")) Asked(operation, "If-None-Match", "The ETag of an answer that you have: 304 without a body while nothing changed.", "\"5f0c9a7be1d2438f\"");
        foreach (var (code, response) in operation.Responses.Where(one => one.Value is OpenApiResponse)) Answered(operation, code, (OpenApiResponse)response);
    }

    private static void Idempotent(OpenApiOperation operation, OpenApiDocument document)
    {
        Asked(operation, "Idempotency-Key", "A name of your own for this request, 1 to 200 printable characters. Sent again within 24 hours with the same body it gets the same answer and nothing is done twice.",
            "6b1d7a0e-52d1-4f0b-9a37-0c3b8f1e5a44");
        operation.Responses!.TryAdd("409", ApiRefusals.Refusal(409, document));
        operation.Responses!.TryAdd("422", ApiRefusals.Refusal(422, document));
        foreach (var response in operation.Responses!.Where(one => one.Key[0] == '2').Select(one => one.Value).OfType<OpenApiResponse>())
            Told(response, "Idempotent-Replayed", "true when this is the answer of an earlier request with the same Idempotency-Key.", JsonSchemaType.String, "true");
    }

    private static void Tagged(OpenApiOperation operation)
    {
        operation.Responses!.TryAdd("304", new OpenApiResponse { Description = "You have it already." });
        if (operation.Responses!.GetValueOrDefault("200") is OpenApiResponse answer) Told(answer, "ETag", "Names this very answer.", JsonSchemaType.String, "\"5f0c9a7be1d2438f\"");
    }

    private static void Answered(OpenApiOperation operation, string code, OpenApiResponse response)
    {
        if (code is "201" or "202") Told(response, "Location", "Where the new thing is.", JsonSchemaType.String, Location(operation));
        if (code is "304") response.Description = "You have it already.";
        if (code is not "429") return;
        Told(response, "Retry-After", "Seconds until it is worth asking again.", JsonSchemaType.Integer, 12);
        Told(response, "X-RateLimit-Limit", "Requests at once, or subjects a day, that the key may.", JsonSchemaType.Integer, 200);
        Told(response, "X-RateLimit-Remaining", "How many of them are left.", JsonSchemaType.Integer, 0);
        Told(response, "X-RateLimit-Reset", "Seconds until all of them are free again.", JsonSchemaType.Integer, 12);
    }

    private static string Location(OpenApiOperation operation) => operation.OperationId switch
    {
        "createJob" => "/v1/jobs/7",
        "addListEntries" => "/v1/lists/41",
        "fileAppeal" => "/v1/appeals/k3v9q2xw7m4t8r5p",
        "addKey" => "/v1/keys/3",
        "addAccount" => "/v1/accounts/2",
        "addTenant" => "/v1/tenants/acme",
        _ => "/v1/feeds/openphish",
    };

    private static void Asked(OpenApiOperation operation, string name, string description, string example)
    {
        operation.Parameters ??= [];
        if (operation.Parameters.Any(one => one.Name == name)) return;
        operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example });
    }

    private static void Told(OpenApiResponse response, string name, string description, JsonSchemaType type, JsonNode example) =>
        (response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal))[name] =
            new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type }, Example = example };
}
