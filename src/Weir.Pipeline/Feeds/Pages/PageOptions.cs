namespace Weir.Pipeline.Feeds.Pages;

/// <summary>Where the addresses stand on a page.</summary>
/// <param name="Selector">The CSS selector of the elements that name them.</param>
/// <param name="Attribute">The attribute that holds the address; null takes the text, and of links what they lead to.</param>
/// <param name="Next">The CSS selector of the link to the next page; null for one page.</param>
/// <param name="MaxPages">Most pages of one fetch.</param>
internal sealed record PageOptions(string Selector, string? Attribute, string? Next, int MaxPages);
