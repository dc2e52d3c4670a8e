namespace Weir.Detection.Urls.Idna;

/// <summary>The status of a code point in UTS #46.</summary>
internal enum IdnaStatus { Disallowed, Valid, Mapped, Ignored }

/// <summary>The joining types that the rule for ZERO WIDTH NON-JOINER asks for (RFC 5892, appendix A.1).</summary>
internal enum JoiningType { None, Left, Right, Dual, Transparent }

/// <summary>The bidi classes of RFC 5893; all others are <c>Other</c>.</summary>
internal enum BidiClass { Other, L, R, AL, AN, EN, ES, CS, ET, ON, BN, NSM }

/// <summary>All that IDNA asks about one code point, packed by <c>tools/generate-idna</c>.</summary>
internal readonly record struct IdnaProperties(uint Word)
{
    public IdnaStatus Status => (IdnaStatus)(Word & 3);

    public bool IsMark => (Word & 4) != 0;

    public bool IsVirama => (Word & 8) != 0;

    public JoiningType Joining => (JoiningType)(Word >> 4 & 7);

    public BidiClass Bidi => (BidiClass)(Word >> 7 & 15);

    /// <summary>The rank of the canonical combining class; 0 for starters.</summary>
    public int CombiningRank => (int)(Word >> 11 & 63);
}
