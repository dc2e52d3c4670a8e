namespace Weir.Pipeline.Evaluation.Evasion;

/// <summary>One way to write or wrap an address.</summary>
/// <param name="Number">Row of the catalogue.</param>
/// <param name="Name">What is done.</param>
/// <param name="IsSpelling">True when every variant is the same address and must have the same key.</param>
/// <param name="Phishing">A variant of a phishing base; null when the form does not fit the base.</param>
/// <param name="Benign">A variant of a benign base as honest people use the form.</param>
/// <param name="Anchor">What the base becomes first (an IP host for the IP forms); null for the base itself.</param>
internal sealed record EvasionForm(string Number, string Name, bool IsSpelling, Vary Phishing, Vary Benign, Vary? Anchor = null)
{
    public static EvasionForm Spelling(string number, string name, Vary vary, Vary? benign = null, Vary? anchor = null) => new(number, name, true, vary, benign ?? vary, anchor);

    /// <summary>The variant stands on a site of good name and keeps little of what was caught: what the address alone says of it is told, not judged.</summary>
    public bool IsElsewhere { get; init; }

    public static EvasionForm Elsewhere(string number, string name, Vary phishing, Vary? benign = null) => Transformation(number, name, phishing, benign) with { IsElsewhere = true };

    public static EvasionForm Transformation(string number, string name, Vary phishing, Vary? benign = null) => new(number, name, false, phishing, benign ?? phishing);
}

/// <summary>Makes a variant by chance.</summary>
internal delegate string? Vary(EvadingAddress address, EvasionChance chance);
