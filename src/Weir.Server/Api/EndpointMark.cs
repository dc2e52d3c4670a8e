namespace Weir.Server.Api;

/// <summary>Says in the metadata of an endpoint which headers it honours, so that the API document can tell.</summary>
internal sealed class EndpointMark
{
    private EndpointMark()
    {
        // There are these two and no others.
    }

    /// <summary>It remembers its answer under the header Idempotency-Key.</summary>
    public static EndpointMark IdempotencyKey { get; } = new();

    /// <summary>It answers with an ETag, and 304 to a caller who names it.</summary>
    public static EndpointMark ETag { get; } = new();
}
