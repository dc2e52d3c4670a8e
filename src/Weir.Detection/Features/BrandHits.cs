namespace Weir.Detection.Features;

/// <summary>Where brands are named in a URL outside their own domains. Values are brand number + 1; 0 = none.</summary>
internal struct BrandHits
{
    /// <summary>The registrable domain belongs to this brand; then no other hit counts for it.</summary>
    public int Owner;
    /// <summary>A word of the registrable label is the brand's name.</summary>
    public int NameWord;
    /// <summary>The brand's name stands inside a longer word of the registrable label.</summary>
    public int NameInside;
    /// <summary>The registrable label reads like the name by look-alike characters or digits.</summary>
    public int NameLookalike;
    /// <summary>A word of the registrable label is one typing slip from the name.</summary>
    public int NameTypo;
    /// <summary>The name stands in the labels before the registrable domain.</summary>
    public int Sub;
    /// <summary>The name stands in the user name or password.</summary>
    public bool InUserinfo;
    /// <summary>The name stands in the path.</summary>
    public int Path;
    /// <summary>The name stands in the query.</summary>
    public int Query;
    /// <summary>A name that is also an ordinary word stands in the host as a word of its own.</summary>
    public int Generic;
    /// <summary>Another word stands in the same label beside the name.</summary>
    public bool Combo;

    /// <summary>The brand that is most likely impersonated, by host only; 0 = none.</summary>
    public readonly int InHost => First(NameWord, NameInside, NameLookalike, NameTypo, Sub);

    /// <summary>The brand to name in a verdict; 0 = none.</summary>
    public readonly int Any => First(InHost, Path, Query, Generic, 0);

    private static int First(int a, int b, int c, int d, int e) => a != 0 ? a : b != 0 ? b : c != 0 ? c : d != 0 ? d : e;
}
