namespace Weir.Detection.Features;

/// <summary>Words that phishing uses, by theme. A fixed list of ordinary words, no property of any data set.</summary>
internal static class WordThemes
{
    public const int Credential = 0, Money = 1, Delivery = 2, Crypto = 3, Support = 4, Prize = 5, Office = 6, Code = 7;
    public const int Count = 8;

    /// <summary>Names of the themes, as reasons say them.</summary>
    public static readonly string[] Names =
        ["signing in or verifying", "money and banking", "parcels and delivery", "crypto wallets", "support and urgency", "prizes and offers",
            "documents and office mail", "site software"];

    private static readonly string[] Words =
    [
        "login logon signin signon sign-in verify verif verification account acount konto compte cuenta conta auth authenticate password passwd passcode "
            + "credential identity confirm secure security secur session webscr sso oauth otp unlock validate validation recover recovery reset acceso kundencenter mypage member",
        "bank banking banco banque banca sparkasse card credit debit payment pay billing invoice refund tax steuer impots transfer finance financial loan wallet iban rechnung paiement pago fatura facture",
        "delivery parcel package paket colis tracking track shipment shipping redelivery post postal courier customs livraison envio livr",
        "airdrop claim crypto bitcoin btc eth ethereum token nft defi swap stake staking mint web3 dapp bridge metaverse presale blockchain ledger trezor metamask connectwallet usdt solana",
        "support help helpdesk service customer alert suspended suspend locked limited restore restricted urgent notice warning update upgrade renew expire expired reactivate",
        "free gift bonus prize winner reward promo promotion offer coupon lottery lucky giveaway win cashback sorteo premio",
        "office outlook owa webmail mailbox sharepoint onedrive docusign document documents voicemail fax adfs exchange zimbra roundcube excel attachment",
        "wp-admin wp-content wp-includes wp-login phpmyadmin cpanel cgi-bin plugins themes uploads htaccess webdav administrator components modules",
    ];

    /// <summary>All words with their themes; a hyphen in a word stands for any sign between letters.</summary>
    public static IReadOnlyList<(string Word, int Theme)> All { get; } =
        [.. Words.Index().SelectMany(theme => theme.Item.Split(' ').Select(word => (word, theme.Index)))];
}
