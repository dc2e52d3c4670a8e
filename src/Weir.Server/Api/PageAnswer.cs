namespace Weir.Server.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">What stands on it, newest first unless the path says otherwise.</param>
/// <param name="Next">What to send as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? Next);
