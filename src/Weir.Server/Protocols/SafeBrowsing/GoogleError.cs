using Microsoft.AspNetCore.Http;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>An error as Google's APIs tell it, which clients of Safe Browsing understand.</summary>
/// <param name="Error">The error.</param>
internal sealed record GoogleError(GoogleErrorBody Error)
{
    /// <summary>An answer of 429 for a spent quota.</summary>
    public static IResult Spent(string message) =>
        Results.Json(new GoogleError(new GoogleErrorBody(StatusCodes.Status429TooManyRequests, message, "RESOURCE_EXHAUSTED")), statusCode: StatusCodes.Status429TooManyRequests);

    /// <summary>An answer of 400 that says what is wrong with the request.</summary>
    public static IResult Invalid(string message) =>
        Results.Json(new GoogleError(new GoogleErrorBody(StatusCodes.Status400BadRequest, message, "INVALID_ARGUMENT")), statusCode: StatusCodes.Status400BadRequest);
}

/// <summary>What went wrong.</summary>
/// <param name="Code">HTTP status code.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Status">Google's word for it.</param>
internal sealed record GoogleErrorBody(int Code, string Message, string Status);
