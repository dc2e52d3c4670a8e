namespace Weir.Detection.Urls.Idna;

/// <summary>The validity criteria of UTS #46 for one label, with the joiner rules of RFC 5892 and the bidi rule of RFC 5893.</summary>
internal static class LabelRules
{
    private const int NonJoiner = 0x200C, Joiner = 0x200D;

    /// <summary>Everything but NFC and bidi.</summary>
    public static bool IsValid(ReadOnlySpan<int> label)
    {
        if (label.IsEmpty)
            return true;
        if (IdnaTables.Of(label[0]).IsMark || label.StartsWith([(int)'x', 'n', '-', '-']))
            return false;
        for (var i = 0; i < label.Length; i++)
        {
            var c = label[i];
            if (c == '.' || IdnaTables.Of(c).Status != IdnaStatus.Valid)
                return false;
            if ((c is NonJoiner or Joiner) && !IsJoinerAllowed(label, i))
                return false;
        }
        return true;
    }

    /// <summary>True when the label makes its domain a bidi domain.</summary>
    public static bool IsRightToLeft(ReadOnlySpan<int> label)
    {
        foreach (var c in label)
        {
            if (IdnaTables.Of(c).Bidi is BidiClass.R or BidiClass.AL or BidiClass.AN)
                return true;
        }
        return false;
    }

    /// <summary>The bidi rule (RFC 5893, section 2), conditions 1 to 6.</summary>
    public static bool FollowsBidiRule(ReadOnlySpan<int> label)
    {
        if (label.IsEmpty)
            return true;
        var first = IdnaTables.Of(label[0]).Bidi;
        if (first is not (BidiClass.L or BidiClass.R or BidiClass.AL))
            return false;
        var rightToLeft = first != BidiClass.L;
        var (last, european, arabic) = (BidiClass.Other, false, false);
        foreach (var c in label)
        {
            var bidi = IdnaTables.Of(c).Bidi;
            european |= bidi == BidiClass.EN;
            arabic |= bidi == BidiClass.AN;
            if (!IsAllowed(bidi, rightToLeft))
                return false;
            last = bidi == BidiClass.NSM ? last : bidi;
        }
        if (rightToLeft)
            return last is (BidiClass.R or BidiClass.AL or BidiClass.EN or BidiClass.AN) && !(european && arabic);
        return last is BidiClass.L or BidiClass.EN;
    }

    private static bool IsAllowed(BidiClass bidi, bool rightToLeft) => bidi switch
    {
        BidiClass.Other => false,
        BidiClass.L => !rightToLeft,
        BidiClass.R or BidiClass.AL or BidiClass.AN => rightToLeft,
        _ => true,
    };

    private static bool IsJoinerAllowed(ReadOnlySpan<int> label, int at)
    {
        if (at > 0 && IdnaTables.Of(label[at - 1]).IsVirama)
            return true;
        if (label[at] == Joiner)
            return false;
        var before = at - 1;
        while (before >= 0 && Joining(label[before]) == JoiningType.Transparent)
            before--;
        var after = at + 1;
        while (after < label.Length && Joining(label[after]) == JoiningType.Transparent)
            after++;
        return before >= 0 && after < label.Length
            && Joining(label[before]) is (JoiningType.Left or JoiningType.Dual)
            && Joining(label[after]) is (JoiningType.Right or JoiningType.Dual);
    }

    private static JoiningType Joining(int c) => IdnaTables.Of(c).Joining;
}
