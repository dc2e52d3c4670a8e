namespace Weir.Detection.Reference;

/// <summary>A brand that phishing imitates.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Sector">payments, bank, mail, social, delivery, crypto, telecom, retail, government, gaming, cloud, streaming, travel, insurance, software, brokerage, card, utility, media, other.</param>
/// <param name="Names">Lower-case ASCII tokens that name it wherever they stand, such as "paypal".</param>
/// <param name="Domains">Its own registrable domains, ASCII.</param>
public sealed record Brand(string Name, string Sector, IReadOnlyList<string> Names, IReadOnlyList<string> Domains)
{
    /// <summary>Lower-case tokens that are ordinary words too ("apple", "chase"): they name the brand only beside a second sign, such as "login".</summary>
    public IReadOnlyList<string> GenericNames { get; init; } = [];
}
