namespace Weir.Server.Problems;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The query parameter, header or JSON member, such as <c>limit</c> or <c>entries[3].value</c>.</param>
/// <param name="Detail">What is wrong and what would be right, in one sentence.</param>
internal sealed record Fault(string Field, string Detail);
