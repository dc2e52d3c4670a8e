namespace Weir.Detection.Lists;

/// <summary>What an entry of the access lists says.</summary>
public enum ListKind
{
    /// <summary>Never call it phishing.</summary>
    Allow,

    /// <summary>Always call it phishing; wins over allow.</summary>
    Block,
}

/// <summary>How much an entry covers.</summary>
public enum ListScope
{
    /// <summary>Exactly this URL, in all its spellings.</summary>
    Url,

    /// <summary>This path and all below it, with any query.</summary>
    PathPrefix,

    /// <summary>This host at any port and path, without its subdomains.</summary>
    Host,

    /// <summary>The registrable domain of the value with all its subdomains.</summary>
    RegistrableDomain,
}

/// <summary>One entry of the access lists.</summary>
/// <param name="Kind">Allow or block.</param>
/// <param name="Scope">How much it covers.</param>
/// <param name="Value">A URL or host as a person wrote it.</param>
/// <param name="Note">Why it is there.</param>
/// <param name="Expires">From this moment on it no longer matches; null: never.</param>
public sealed record ListEntry(ListKind Kind, ListScope Scope, string Value, string? Note, DateTimeOffset? Expires);
