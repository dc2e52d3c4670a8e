namespace Weir.Detection.Urls;

/// <summary>What the public suffix list says about one domain. Stored in the resource: values are append-only.</summary>
[Flags]
internal enum SuffixFlags : byte
{
    None = 0,
    Rule = 1,
    PrivateRule = 2,
    Wildcard = 4,
    PrivateWildcard = 8,
    Exception = 16,
    PrivateException = 32,

    /// <summary>Some rule is longer than this domain and ends in it.</summary>
    Deeper = 64,
}
