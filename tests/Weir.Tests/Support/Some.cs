namespace Weir.Tests.Support;

/// <summary>Makes the values that tests talk about, on reserved domains only.</summary>
internal static class Some
{
    /// <summary>A harmless address.</summary>
    public const string BenignUrl = "https://www.example.org/about";
}
